import { InjectQueue, OnWorkerEvent, Processor, WorkerHost } from "@nestjs/bullmq";
import { Injectable, Logger } from "@nestjs/common";
import { Job, Queue } from "bullmq";

import { CampaignStatus, TargetStatus } from "./generated/enums.js";
import { PrismaService } from "./prisma.service.js";
import { WhatsAppService } from "./whatsapp.service.js";

export const ENQUEUER = "campaigns-enqueuer";
export const SENDER = "campaigns-sender";
const PAGE = 1000;
const RATE = Number(process.env.RATE);

type Enqueue = { campaignId: string };
type Send = { targetId: string; phone: string; text: string };

@Injectable()
export class CampaignsService {
  constructor(
    private readonly prisma: PrismaService,
    @InjectQueue(ENQUEUER) private readonly enqueuer: Queue<Enqueue>,
  ) {}

  async start(campaignId: string) {
    await this.prisma.campaign.update({ where: { id: campaignId }, data: { status: CampaignStatus.RUNNING } });
    await this.enqueuer.add("enqueue", { campaignId }, { removeOnComplete: true });
  }
}

// One job for each target that is still to be sent to and has not opted out.
@Processor(ENQUEUER)
export class CampaignsEnqueuer extends WorkerHost {
  constructor(
    private readonly prisma: PrismaService,
    @InjectQueue(SENDER) private readonly sender: Queue<Send>,
  ) {
    super();
  }

  async process({ data: { campaignId } }: Job<Enqueue>) {
    const campaign = await this.prisma.campaign.findUniqueOrThrow({ where: { id: campaignId } });
    for (let after: string | undefined; ; ) {
      const targets = await this.prisma.campaignTarget.findMany({
        where: {
          campaignId,
          status: TargetStatus.PENDING,
          contact: { optOuts: { none: { channelId: campaign.channelId } } },
          ...(after ? { id: { gt: after } } : {}),
        },
        include: { contact: true },
        orderBy: { id: "asc" },
        take: PAGE,
      });
      if (targets.length === 0) return;
      after = targets.at(-1)!.id;
      await this.sender.addBulk(
        targets.map(({ id, contact }) => ({
          name: "send",
          data: { targetId: id, phone: contact.phone, text: campaign.message.replace("{{name}}", contact.name) },
          opts: {
            jobId: id,
            attempts: 3,
            backoff: { type: "exponential", delay: 1000 },
            removeOnComplete: true,
            removeOnFail: 1000,
          },
        })),
      );
    }
  }
}

@Processor(SENDER, {
  concurrency: Number(process.env.CONCURRENCY),
  ...(RATE > 0 ? { limiter: { max: RATE, duration: 1000 } } : {}),
})
export class CampaignsSender extends WorkerHost {
  private readonly logger = new Logger(CampaignsSender.name);

  constructor(
    private readonly prisma: PrismaService,
    private readonly whatsapp: WhatsAppService,
  ) {
    super();
  }

  async process({ data: { targetId, phone, text } }: Job<Send>) {
    // It may have been sent before a retry, and the campaign may be paused meanwhile.
    const target = await this.prisma.campaignTarget.findUniqueOrThrow({
      where: { id: targetId },
      select: { status: true, campaign: { select: { status: true } } },
    });
    if (target.status !== TargetStatus.PENDING || target.campaign.status !== CampaignStatus.RUNNING) return;
    const providerMessageId = await this.whatsapp.sendText(phone, text, targetId);
    await this.prisma.campaignTarget.update({
      where: { id: targetId },
      data: { status: TargetStatus.SENT, providerMessageId, sentAt: new Date() },
    });
  }

  @OnWorkerEvent("failed")
  async onFailed(job: Job<Send>, error: Error) {
    this.logger.error(`${job.id}: ${error.message}`);
    if (job.attemptsMade < (job.opts.attempts ?? 1)) return;
    await this.prisma.campaignTarget.update({
      where: { id: job.data.targetId },
      data: { status: TargetStatus.FAILED, error: error.message },
    });
  }
}
