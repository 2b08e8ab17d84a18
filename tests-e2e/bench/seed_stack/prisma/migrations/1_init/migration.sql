-- What `prisma migrate` makes of schema.prisma; written down, since its engine is a binary of its own.
CREATE TYPE "CampaignStatus" AS ENUM ('DRAFT', 'RUNNING', 'PAUSED', 'FINISHED');
CREATE TYPE "TargetStatus" AS ENUM ('PENDING', 'SENT', 'FAILED');

CREATE TABLE "Campaign" (
    "id" TEXT NOT NULL,
    "companyId" TEXT NOT NULL,
    "channelId" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "status" "CampaignStatus" NOT NULL DEFAULT 'DRAFT',
    CONSTRAINT "Campaign_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "Contact" (
    "id" TEXT NOT NULL,
    "companyId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    CONSTRAINT "Contact_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "OptOut" (
    "id" TEXT NOT NULL,
    "channelId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    CONSTRAINT "OptOut_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "CampaignTarget" (
    "id" TEXT NOT NULL,
    "campaignId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "status" "TargetStatus" NOT NULL DEFAULT 'PENDING',
    "providerMessageId" TEXT,
    "error" TEXT,
    "sentAt" TIMESTAMP(3),
    CONSTRAINT "CampaignTarget_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Contact_companyId_phone_key" ON "Contact"("companyId", "phone");
CREATE UNIQUE INDEX "OptOut_contactId_channelId_key" ON "OptOut"("contactId", "channelId");
CREATE UNIQUE INDEX "CampaignTarget_providerMessageId_key" ON "CampaignTarget"("providerMessageId");
CREATE INDEX "CampaignTarget_campaignId_status_idx" ON "CampaignTarget"("campaignId", "status");
CREATE UNIQUE INDEX "CampaignTarget_campaignId_contactId_key" ON "CampaignTarget"("campaignId", "contactId");
ALTER TABLE "OptOut" ADD CONSTRAINT "OptOut_contactId_fkey"
    FOREIGN KEY ("contactId") REFERENCES "Contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "CampaignTarget" ADD CONSTRAINT "CampaignTarget_campaignId_fkey"
    FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "CampaignTarget" ADD CONSTRAINT "CampaignTarget_contactId_fkey"
    FOREIGN KEY ("contactId") REFERENCES "Contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
