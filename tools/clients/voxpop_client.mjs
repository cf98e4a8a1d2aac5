// A client of `voxpop serve` for a Node program that keeps it as a subprocess. No dependencies: copy this file.
//
//   const client = new Client(["voxpop", "serve"]);
//   const record = await client.ask({ text: "物流慢", score: 3 });   // or ServerError, Timeout, Lost
//   await client.close();
//
// Back-pressure: at most `window` requests are under way, and nothing is written while the pipe is full; a request beyond
// that waits in line, and `await client.room()` tells a producer when to make the next one.
// Time-out: a request without an answer after `timeout` milliseconds fails with Timeout; the server, which stalls, is killed.
// Restart: when the server is gone and something is to be done, a new one is asked again. The oldest request pays with one of
// its `tries` and fails with Lost after the last, so one that kills every server ends there. Scoring may be asked twice;
// other ops may not and fail with Lost.
import { spawn } from "node:child_process";

export class ServerError extends Error {
  constructor(error) {
    super(error.message);
    this.code = error.code; // one of CONTRACT.md's
  }
}
export class Timeout extends Error {}
export class Lost extends Error {}

export class Client {
  constructor(command, { window = 256, timeout = 30000, tries = 3, pause = 50 } = {}) {
    Object.assign(this, { command, window, timeout, tries, pause, restarts: 0, hello: null });
    this.underWay = new Map(); // by the number that is sent as id, oldest first
    this.waiting = []; // requests beyond the window
    this.producers = []; // who waits for room
    [this.next, this.closed] = [0, false];
    this.clock = setInterval(() => this.#late(), Math.max(10, timeout / 10));
    this.#start();
  }

  // A promise of the answer; an `id` of yours comes back in it.
  ask(request) {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(new Lost("the client is closed"));
      const repeatable = ["score", "batch"].includes(request.op ?? "score");
      this.waiting.push({ request, resolve, reject, repeatable, handed: false, ends: 0, since: 0 });
      this.#fill();
    });
  }

  // Resolves when a request would not have to wait in line.
  room() {
    if (!this.#full()) return Promise.resolve();
    return new Promise((resolve) => this.producers.push(resolve));
  }

  // Waits for what was asked, then ends the server.
  async close() {
    this.closed = true;
    while (this.underWay.size || this.waiting.length) await new Promise((resolve) => setTimeout(resolve, 5));
    clearInterval(this.clock);
    if (this.gone) return;
    const { server } = this;
    const ended = new Promise((resolve) => server.once("close", resolve));
    const late = setTimeout(() => server.kill("SIGKILL"), this.timeout);
    server.stdin.end();
    await ended;
    clearTimeout(late);
  }

  #full() {
    return this.underWay.size >= this.window || this.waiting.length > 0;
  }

  #start() {
    const server = spawn(this.command[0], this.command.slice(1), { stdio: ["pipe", "pipe", "inherit"] });
    this.server = server;
    this.gone = this.blocked = false;
    let rest = [];
    server.stdin.on("error", () => {}); // the server is gone: "close" tells
    server.stdin.on("drain", () => server === this.server && ((this.blocked = false), this.#fill()));
    server.stdout.setEncoding("utf8").on("data", (text) => {
      const lines = text.split("\n");
      if (lines.length === 1) return rest.push(text);
      lines[0] = rest.join("") + lines[0];
      rest = [lines.pop()];
      if (!lines.every((line) => this.#answer(line))) server.kill("SIGKILL");
      this.#fill();
    });
    const ended = () => {
      if (server !== this.server || this.gone) return;
      [this.gone, this.blocked] = [true, false];
      this.#fill();
    };
    server.on("error", ended).on("close", ended);
  }

  #answer(line) {
    let answer;
    try {
      answer = JSON.parse(line);
    } catch {
      return false; // not our protocol
    }
    if (answer?.type === "hello") this.hello = answer;
    const one = this.underWay.get(answer?.id);
    if (!one) return answer?.id !== undefined || answer?.type === "hello";
    this.underWay.delete(answer.id);
    answer.id = one.request.id ?? null;
    if (answer.error) one.reject(new ServerError(answer.error));
    else one.resolve(answer);
    return true;
  }

  // Takes requests from the line while there is room, and starts a server where one is needed.
  #fill() {
    while (this.waiting.length && this.underWay.size < this.window && !this.blocked) {
      const one = this.waiting.shift();
      one.since = Date.now();
      this.underWay.set(this.next++, one);
      if (!this.gone) this.#handOver(this.next - 1, one);
    }
    while (this.producers.length && !this.#full()) this.producers.shift()();
    if (this.gone && this.underWay.size && !this.again) this.again = setTimeout(() => this.#again(), this.pause);
  }

  #handOver(number, one) {
    one.since = Date.now();
    one.handed = true;
    if (!this.server.stdin.write(JSON.stringify({ ...one.request, id: number }) + "\n")) this.blocked = true;
  }

  #fail(number, error) {
    this.underWay.get(number).reject(error);
    this.underWay.delete(number);
  }

  #late() {
    const late = [...this.underWay].filter(([, one]) => one.since < Date.now() - this.timeout);
    for (const [number] of late) this.#fail(number, new Timeout(`no answer in ${this.timeout} ms`));
    if (late.length) this.server.kill("SIGKILL");
  }

  #again() {
    this.again = null;
    for (const [, oldest] of [...this.underWay].slice(0, 1)) oldest.ends++;
    for (const [number, one] of [...this.underWay])
      if (one.ends >= this.tries || (one.handed && !one.repeatable)) this.#fail(number, new Lost("the server ended"));
    if (this.underWay.size) {
      this.restarts++;
      this.#start();
      for (const [number, one] of this.underWay) this.#handOver(number, one);
    }
    this.#fill();
  }
}
