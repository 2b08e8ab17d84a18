// A campaign sender as one builds it on BullMQ, after its documentation: what node_engine.py measures.
// It sends each campaign whose id comes on its input.
//
// The enqueuer reads the targets that have not opted out and adds a job for each, in bulk; the sender posts
// once per job, stores the provider's id and counts. Jobs carry the target's id, so enqueuing twice adds
// none twice; there is no ledger. RESULTS=batched stores results together, each job waiting for its batch.
import { createInterface } from "node:readline";

import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";
import { Pool } from "undici";

const { DATABASE_URL, REDIS_HOST_PORT, PROVIDER_URL, RESULTS, QUEUE_PREFIX: prefix } = process.env;
const [concurrency, rate] = [Number(process.env.CONCURRENCY), Number(process.env.RATE)];
const READ = 1000;
const BATCH_MS = 20;

const [host, port] = REDIS_HOST_PORT.split(":");
const connection = { host, port: Number(port), maxRetriesPerRequest: null };
const db = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const provider = new Pool(PROVIDER_URL, { connections: concurrency });
const queue = new Queue("sender", { connection, prefix });
const redis = new Redis(connection);

async function enqueue(campaign) {
  const found = await db.query("SELECT message FROM campaigns WHERE id = $1", [campaign]);
  const message = found.rows[0].message;
  for (let after = 0; ; ) {
    const { rows } = await db.query({
      name: "targets",
      text: `SELECT id, phone, name FROM targets t WHERE campaign_id = $1 AND id > $2 AND state = 'pending'
        AND NOT EXISTS (SELECT FROM opt_outs o WHERE o.phone = t.phone) ORDER BY id LIMIT $3`,
      values: [campaign, after, READ],
    });
    if (rows.length === 0) return;
    after = rows.at(-1).id;
    await queue.addBulk(
      rows.map(({ id, phone, name }) => ({
        name: "send",
        data: { id, phone, campaign, text: message.replace("{{name}}", name) },
        opts: {
          jobId: `t-${id}`,
          attempts: 3,
          backoff: { type: "exponential", delay: 1000 },
          removeOnComplete: true,
          removeOnFail: 1000,
        },
      })),
    );
  }
}

const STORE = `UPDATE targets t SET state = 'sent', wamid = r.wamid, sent_at = now()
  FROM unnest($1::bigint[], $2::text[]) AS r (id, wamid) WHERE t.id = r.id`;
let batch = [];

function storeTogether(target, wamid) {
  if (batch.length === 0) setTimeout(storeBatch, BATCH_MS);
  return new Promise((resolve, reject) => batch.push({ ...target, wamid, resolve, reject }));
}

async function storeBatch() {
  const results = batch;
  batch = [];
  try {
    const values = [results.map((one) => one.id), results.map((one) => one.wamid)];
    await db.query({ name: "store", text: STORE, values });
    const sent = new Map();
    for (const { campaign } of results) sent.set(campaign, (sent.get(campaign) ?? 0) + 1);
    for (const [campaign, n] of sent) await redis.hincrby("progress", campaign, n);
    for (const one of results) one.resolve();
  } catch (error) {
    for (const one of results) one.reject(error);
  }
}

async function storeAlone({ id, campaign }, wamid) {
  const text = "UPDATE targets SET state = 'sent', wamid = $2, sent_at = now() WHERE id = $1";
  await db.query({ name: "store-one", text, values: [id, wamid] });
  await redis.hincrby("progress", campaign, 1);
}

async function send({ data: target }) {
  const answer = await provider.request({
    path: "/v23.0/100000000000000/messages",
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer EAAG${"x".repeat(180)}` },
    body: JSON.stringify({
      messaging_product: "whatsapp",
      recipient_type: "individual",
      to: target.phone,
      type: "text",
      text: { body: target.text, preview_url: false },
      biz_opaque_callback_data: `${target.campaign}/${target.id}`,
    }),
  });
  if (answer.statusCode !== 200) throw new Error(`provider answered ${answer.statusCode}`);
  const { messages } = await answer.body.json();
  await (RESULTS === "batched" ? storeTogether : storeAlone)(target, messages[0].id);
}

const limiter = rate > 0 ? { limiter: { max: rate, duration: 1000 } } : {};
const worker = new Worker("sender", send, { connection, prefix, concurrency, ...limiter });
worker.on("error", (error) => console.error(error));
worker.on("failed", (job, error) => console.error(job?.id, error));
await worker.waitUntilReady();
console.log("ready");
for await (const campaign of createInterface({ input: process.stdin })) await enqueue(campaign);
