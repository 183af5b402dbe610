// From two lists to verdicts, a report and a PDF: the REST API with the fetch of Node 18 or newer, and no package.
//
//   LMG_API_KEY=lmg_live_... node docs/examples/walkthrough.mjs leads.csv crm.csv results/
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const API = process.env.LMG_API ?? "http://127.0.0.1:8000/api/v1";
const Authorization = `Bearer ${process.env.LMG_API_KEY}`;

/** One request; waits as long as the server says when it was one too many, and throws with its sentence. */
async function call(method, path, body) {
  const answer = await fetch(`${API}/${path}`, {
    method,
    headers: { Authorization, ...(body && { "Content-Type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  if (answer.status === 429) {
    await sleep(1000 * Number(answer.headers.get("Retry-After")));
    return call(method, path, body);
  }
  const found = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${found.error}`);
  return found;
}

/** Announces a file and sends its bytes straight to the store; its id. */
async function upload(path, purpose) {
  const bytes = await readFile(path);
  const contentType = "text/csv";
  const ticket = await call("POST", "files", { fileName: basename(path), fileSize: bytes.length, contentType, purpose });
  const sent = await fetch(ticket.uploadUrl, { method: "PUT", body: bytes, headers: { "Content-Type": contentType } });
  if (!sent.ok) throw new Error(`The upload of ${path} was refused: ${sent.status} ${await sent.text()}`);
  return ticket.fileId;
}

/** Polls until the status is the wanted one; throws with the reason of a failure. */
async function waitFor(path, noun, wanted) {
  for (let pause = 1000; ; pause = Math.min(pause * 1.5, 15_000)) {
    const found = (await call("GET", path))[noun];
    if (found.status === wanted) return found;
    if (found.status === "failed") throw new Error(found.prepareError ?? found.errorMessage);
    await sleep(pause);
  }
}

/** Fetches a signed link; it needs no key. */
async function download(url, into) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`The download was refused: ${answer.status}`);
  await writeFile(into, answer.body);
}

const [source, master, into = "."] = process.argv.slice(2);
if (!master || !process.env.LMG_API_KEY) throw new Error("Set LMG_API_KEY, and name the source list and the master list.");
await mkdir(into, { recursive: true });
console.log(`Key of ${(await call("GET", "whoami")).user.email}`);

const lists = { sourceFileId: await upload(source, "source"), masterFileId: await upload(master, "master") };
for (const id of Object.values(lists)) {
  const file = await waitFor(`files/${id}`, "file", "ready");
  console.log(`${file.name}: ${file.rowCount} rows`);
}

// How to compare: proposed from the two files, kept under a name, and of use for every later job with such lists.
const { name, content } = await call("POST", "profiles/suggest", lists);
const { profile } = await call("POST", "profiles", { name, content });

const { job: accepted } = await call("POST", "jobs", { ...lists, profileId: profile.id, matchMode: "best_match" });
const job = await waitFor(`jobs/${accepted.id}`, "job", "completed");
const { matched, review, unmatched } = job.resultSummary;
console.log(`${matched} matched, ${review} to review, ${unmatched} unmatched`);
await download(job.downloadUrl, join(into, "results.csv"));

const { reports } = await call("GET", `reports?jobId=${job.id}`);
const { report } = await call("GET", `reports/${reports[0].id}`);
console.log(`Match rate: ${report.rollups.totals.matchRatePct} %`);

let pdf;
while ((pdf = await call("GET", `reports/${report.id}/export?format=pdf`)).status !== "ready") await sleep(3000);
await download(pdf.downloadUrl, join(into, "report.pdf"));
console.log(`Written: ${into}/results.csv and report.pdf`);
