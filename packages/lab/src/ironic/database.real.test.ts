import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asset } from "../assets.js";
import { type PreparedLab, preparedLab } from "../prepare/prepareLab.js";
import { run } from "../prepare/run.js";

/** Reads, lets another thread write if it can, then writes: what it read must still be true. */
const TWO_WRITERS = `
import os, sqlite3, sys, threading
sys.path.insert(0, sys.argv[2])
try:
    import ironic.command
except ImportError:
    import ironic.cmd
import sqlite_writers
from oslo_db.sqlalchemy import enginefacade
from sqlalchemy import text

sqlite_writers.install()
enginefacade.configure(connection=f"sqlite:///{sys.argv[1]}?timeout=60")
with enginefacade.writer.using(threading.local()) as session:
    session.execute(text("create table counter (value integer)"))
    session.execute(text("insert into counter values (0)"))

def add(meanwhile):
    with enginefacade.writer.using(threading.local()) as session:
        value = session.execute(text("select value from counter")).scalar()
        meanwhile()
        session.execute(text("update counter set value = :value"), {"value": value + 1})

if sys.argv[3] == "write":
    other = threading.Thread(target=add, args=(lambda: None,))
    def meanwhile():
        other.start()
        other.join(0.5)
    add(meanwhile)
    other.join()
else:
    def read():
        with enginefacade.reader.using(threading.local()) as session:
            assert session.execute(text("select value from counter")).scalar() == 0
    other = threading.Thread(target=read)
    def meanwhile():
        other.start()
        other.join()
    add(meanwhile)
print(sqlite3.connect(sys.argv[1]).execute("select value from counter").fetchone()[0])
sys.stdout.flush()
os._exit(0)
`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ironworks-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(["39.0.0", "29.0.6"] as const)("the database of Ironic %s", (ironicVersion) => {
  let prepared: PreparedLab;
  const copy = (name: string) => join(folder, `${ironicVersion}-${name}.sqlite`);
  const python = (script: string, ...args: readonly string[]) =>
    run(join(prepared.ironic, "bin", "python"), ["-W", "ignore", "-c", script, ...args]);

  beforeAll(async () => {
    prepared = await preparedLab({ ironicVersion });
  });

  it("is copied as one file, and does not let readers hold up writers", async () => {
    const files = await readdir(dirname(prepared.schema));
    expect(files.filter((name) => name.startsWith(`${basename(prepared.schema)}-`))).toEqual([]);
    await copyFile(prepared.schema, copy("mode"));
    const mode = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute('PRAGMA journal_mode').fetchone())";
    expect((await python(mode, copy("mode"))).stdout.trim()).toBe("wal");
  });

  it.each([
    ["write", "a second writer waits for the first, and neither is refused", "2"],
    ["read", "a reader does not wait for a writer", "1"],
  ])("%s: %s", async (name, _what, value) => {
    await copyFile(prepared.schema, copy(name));
    const { stdout, stderr } = await python(TWO_WRITERS, copy(name), dirname(asset("sqlite_writers.py")), name);
    expect(stdout.trim(), stderr).toBe(value);
  });
});
