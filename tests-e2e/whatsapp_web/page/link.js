// The phone links a device: by a QR code from the screen, a picture or its text, or by a pairing code.

import { at, attempt, call, digits, element, say } from "./dom.js";

function scan(qr) {
  at("qr").value = "";
  const order = { qr: qr.trim(), phone: digits("own"), name: at("business").value.trim() };
  return attempt("linked", () => call("POST", "/api/scan", order), "Scanned: the device is being linked.");
}

/** Look for a QR code in something that can be drawn. */
function read(source, width, height) {
  const scale = Math.min(1, 1600 / Math.max(width, height));
  const canvas = element("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return window.jsQR(data, canvas.width, canvas.height)?.data;
}

async function scanPicture(file) {
  try {
    const picture = await createImageBitmap(file);
    const qr = read(picture, picture.width, picture.height);
    if (!qr) throw new Error("There is no QR code in this picture.");
    await scan(qr);
  } catch (error) {
    say("linked", error.message, true);
  }
}

async function scanScreen() {
  let stream;
  try {
    stream = await navigator.mediaDevices.getDisplayMedia({ video: true });
    const video = element("video");
    video.srcObject = stream;
    video.muted = true;
    await video.play();
    for (let tries = 0; tries < 40; tries++) {
      const qr = video.videoWidth && read(video, video.videoWidth, video.videoHeight);
      if (qr) return await scan(qr);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error("No QR code was seen there.");
  } catch (error) {
    say("linked", error.message, true);
  } finally {
    for (const track of stream?.getTracks() ?? []) track.stop();
  }
}

at("link").addEventListener("submit", (event) => event.preventDefault());
at("scan").addEventListener("submit", (event) => {
  event.preventDefault();
  scan(at("qr").value);
});
at("code").addEventListener("submit", (event) => {
  event.preventDefault();
  const order = { code: at("characters").value, phone: digits("own"), name: at("business").value.trim() };
  attempt(
    "linked",
    () => call("POST", "/api/code", order),
    "The code is typed in: the device is being linked.",
  );
});
at("screen").addEventListener("click", scanScreen);
at("screen").hidden = !navigator.mediaDevices?.getDisplayMedia;
at("picture").addEventListener("change", () => {
  const [file] = at("picture").files;
  if (file) scanPicture(file);
  at("picture").value = "";
});
document.addEventListener("paste", (event) => {
  const file = [...event.clipboardData.files].find((each) => each.type.startsWith("image/"));
  if (!file) return;
  event.preventDefault();
  scanPicture(file);
});
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer.files;
  if (file) scanPicture(file);
});
