/** Makes of what a browser records what WhatsApp plays as a voice note: the same Opus packets in an Ogg file. */

import {
  BlobSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Input,
  OggOutputFormat,
  Output,
  WEBM,
} from "mediabunny";

/** Returns the recording as Ogg; as it is if it has no Opus (the server converts it then). Nothing is encoded again. */
export async function toOgg(recording: Blob): Promise<Blob> {
  if (!/webm/i.test(recording.type)) return recording;
  const input = new Input({ source: new BlobSource(recording), formats: [WEBM] });
  const track = await input.getPrimaryAudioTrack();
  if (track?.codec !== "opus") return recording;
  const source = new EncodedAudioPacketSource("opus");
  const target = new BufferTarget();
  const output = new Output({ format: new OggOutputFormat(), target });
  output.addAudioTrack(source);
  await output.start();
  const config = await track.getDecoderConfig();
  let isFirst = true;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    await source.add(packet, isFirst && config ? { decoderConfig: config } : undefined);
    isFirst = false;
  }
  await output.finalize();
  return target.buffer ? new Blob([target.buffer], { type: "audio/ogg" }) : recording;
}
