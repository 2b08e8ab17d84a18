// A campaign sender on the stack of the seed (NestJS, Prisma, BullMQ), as its users write it. It starts each
// campaign whose id comes on its input, in place of a controller.
import "reflect-metadata";

import { createInterface } from "node:readline";

import { BullModule } from "@nestjs/bullmq";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";

import { CampaignsEnqueuer, CampaignsSender, CampaignsService, ENQUEUER, SENDER } from "./campaigns.js";
import { PrismaService } from "./prisma.service.js";
import { WhatsAppService } from "./whatsapp.service.js";

const [host, port] = process.env.REDIS_HOST_PORT!.split(":");

@Module({
  imports: [
    BullModule.forRoot({ connection: { host, port: Number(port) }, prefix: process.env.QUEUE_PREFIX }),
    BullModule.registerQueue({ name: ENQUEUER }, { name: SENDER }),
  ],
  providers: [PrismaService, WhatsAppService, CampaignsService, CampaignsEnqueuer, CampaignsSender],
})
class AppModule {}

const app = await NestFactory.createApplicationContext(AppModule, { logger: ["warn", "error"] });
app.enableShutdownHooks();
console.log("ready");
for await (const campaign of createInterface({ input: process.stdin })) {
  await app.get(CampaignsService).start(campaign);
}
