import { Injectable } from "@nestjs/common";

const TOKEN = `EAAG${"x".repeat(180)}`;

@Injectable()
export class WhatsAppService {
  async sendText(to: string, body: string, reference: string): Promise<string> {
    const answer = await fetch(`${process.env.PROVIDER_URL}/v23.0/100000000000000/messages`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({
        messaging_product: "whatsapp",
        recipient_type: "individual",
        to,
        type: "text",
        text: { body, preview_url: false },
        biz_opaque_callback_data: reference,
      }),
    });
    if (!answer.ok) throw new Error(`provider answered ${answer.status}`);
    const { messages } = (await answer.json()) as { messages: { id: string }[] };
    return messages[0].id;
  }
}
