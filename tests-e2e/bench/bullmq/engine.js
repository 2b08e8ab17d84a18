// A campaign sender as one builds it on BullMQ: the opponent of campaign_path.py, after its documentation.
//
//     node engine.js CAMPAIGN
//
// The enqueuer reads the targets that have not opted out and adds a job for each, in bulk; the sender posts
// once per job, stores the provider's id and counts. Jobs carry the target's id, so enqueuing twice adds
// none twice; there is no ledger. RESULTS=batched stores results together, each job waiting for its batch.
import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";
import { Pool } from "undici";

const { DATABASE_URL, REDIS_HOST_PORT, PROVIDER_URL, RESULTS } = process.env;
const [concurrency, rate] = [Number(process.env.CONCURRENCY), Number(process.env.RATE)];
const campaign = process.argv[2];
const READ = 1000;
const BATCH_MS = 20;

const [host, port] = REDIS_HOST_PORT.split(":");
const connection = { host, port: Number(port), maxRetriesPerRequest: null };
const db = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const provider = new Pool(PROVIDER_URL, { connections: concurrency });
const queue = new Queue("sender", { connection });
const redis = new Redis(connection);

const message = (await db.query("SELECT message FROM campaigns WHERE id = $1", [campaign])).rows[0].message;

async function enqueue() {
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
      rows.map((target) => ({
        name: "send",
        data: target,
        opts: {
          jobId: `t-${target.id}`,
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

function storeTogether(id, wamid) {
  if (batch.length === 0) setTimeout(storeBatch, BATCH_MS);
  return new Promise((resolve, reject) => batch.push({ id, wamid, resolve, reject }));
}

async function storeBatch() {
  const results = batch;
  batch = [];
  try {
    const values = [results.map((one) => one.id), results.map((one) => one.wamid)];
    await db.query({ name: "store", text: STORE, values });
    await redis.hincrby("progress", campaign, results.length);
    for (const one of results) one.resolve();
  } catch (error) {
    for (const one of results) one.reject(error);
  }
}

async function storeAlone(id, wamid) {
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
      text: { body: message.replace("{{name}}", target.name), preview_url: false },
      biz_opaque_callback_data: `${campaign}/${target.id}`,
    }),
  });
  if (answer.statusCode !== 200) throw new Error(`provider answered ${answer.statusCode}`);
  const { messages } = await answer.body.json();
  await (RESULTS === "batched" ? storeTogether : storeAlone)(target.id, messages[0].id);
}

const limiter = rate > 0 ? { limiter: { max: rate, duration: 1000 } } : {};
const worker = new Worker("sender", send, { connection, concurrency, ...limiter });
worker.on("error", (error) => console.error(error));
worker.on("failed", (job, error) => console.error(job?.id, error));
await enqueue();
