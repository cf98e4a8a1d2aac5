// usage: client.mjs VOXPOP MODEL PYTHON      the Node client against the program, and against a server that misbehaves
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "../../tools/clients/voxpop_client.mjs";

const [voxpop, model, python] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const REAL = [voxpop, "serve", "--model", model];
const FAKE = [python, join(here, "fake_server.py")];
let failed = 0;

async function check(name, test) {
  let why;
  try {
    why = await test();
  } catch (e) {
    why = `${e.constructor.name}: ${e.message}`;
  }
  const good = why === true;
  if (!good) failed++;
  console.log(good ? `ok client.mjs: ${name}` : `not ok client.mjs: ${name}: ${JSON.stringify(why)?.slice(0, 200)}`);
}
async function using(command, options, work) {
  const client = new Client(command, options);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}
const outcome = (promise) => promise.then((a) => a.text, (e) => e.constructor.name);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b) || { got: a, want: b };
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

await check("answers are the program's, whatever the id", async () => {
  const asked = ["客服很好", "too slow", "无", "等了30分钟\n😀"].map((text, i) => ({ id: [i, "x"], text, score: i }));
  const out = execFileSync(REAL[0], REAL.slice(1), { input: asked.map((a) => JSON.stringify(a) + "\n").join(""), stdio: ["pipe", "pipe", "ignore"] });
  const want = String(out).trimEnd().split("\n").slice(1).map((l) => JSON.parse(l));
  return using(REAL, {}, async (client) => same(await Promise.all(asked.map((a) => client.ask(a))), want));
});
await check("the program killed again and again: every request answered once", () =>
  using(REAL, { window: 64, tries: 50 }, async (client) => {
    const answers = [];
    for (let i = 0; i < 20000; i++) {
      await client.room();
      answers.push(client.ask({ id: i, text: "客服很好 " + i }));
      if (i % 4000 === 3000) client.server.kill("SIGKILL");
    }
    const ids = (await Promise.all(answers)).map((a) => a.id);
    return ids.length === 20000 && ids.every((id, i) => id === i) && client.restarts >= 3;
  }));
await check("an error is the error of one request", () =>
  using(REAL, {}, async (client) => {
    const bad = await client.ask({ text: "x", nonsense: 1 }).catch((e) => e.code);
    return bad === "bad_field" && (await client.ask({ op: "ping" })).pong;
  }));
await check("a stalling server is killed, the late request fails, the others are asked again", () =>
  using(FAKE, { timeout: 4000 }, async (client) => {
    const first = outcome(client.ask({ text: "stall" }));
    await sleep(2500);
    const rest = Array.from({ length: 20 }, (_, i) => outcome(client.ask({ text: String(i) })));
    return same([await first, ...(await Promise.all(rest))], ["Timeout", ...Array.from({ length: 20 }, (_, i) => String(i))]);
  }));
for (const word of ["die", "cut", "junk"])
  await check(`a request that kills every server ends as Lost (${word}), and its neighbours are answered`, () =>
    using(FAKE, {}, async (client) => {
      const got = await Promise.all(["a", word, "b", "c", "error"].map((text) => outcome(client.ask({ text }))));
      return same([...got, (await client.ask({ text: "d" })).text, client.restarts <= 4], ["a", "Lost", "b", "c", "ServerError", "d", true]);
    }));
await check("what dies once is asked again; what is not scoring is not", () =>
  using(FAKE, {}, async (client) => {
    const folder = mkdtempSync("/tmp/voxpop-client-");
    const again = await outcome(client.ask({ text: `once ${folder}/a` }));
    const never = await outcome(client.ask({ op: "reset", text: `once ${folder}/b` }));
    return same([again, never, (await client.ask({ op: "ping" })).op], [`once ${folder}/a`, "Lost", "ping"]);
  }));
await check("a server that never starts: Lost, and no endless loop", async () => {
  for (const command of [["false"], ["/no/such/program"]]) {
    const got = await using(command, {}, (client) => Promise.all([client.ask({ text: "a" }), client.ask({ text: "b" })].map(outcome)));
    if (!same(got, ["Lost", "Lost"])) return got;
  }
  return true;
});
await check("no more than the window is under way, and big texts fill no pipe", () =>
  using(FAKE, { window: 8 }, async (client) => {
    const text = "slow " + "x".repeat(100000);
    let most = 0;
    const answers = [];
    for (let i = 0; i < 300; i++) {
      await client.room();
      answers.push(client.ask({ text }));
      most = Math.max(most, client.underWay.size);
    }
    return (await Promise.all(answers)).every((a) => a.text === text) && most <= 8;
  }));
await check("closed: no more is taken", async () => {
  const client = new Client(REAL);
  await client.ask({ text: "很好" });
  await client.close();
  return (await outcome(client.ask({ text: "late" }))) === "Lost" && client.server.exitCode === 0;
});
process.exit(failed ? 1 : 0);
