// Fills the data folder on the command line while the server uses it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formatsTenant, recordings } from './formats.js';
import { binary, checkout, dataFolder, samples, sharedData } from './settings.js';
import { everybody, password, projectNames, sourceProjects } from './people.js';

function earshot(words, input = '') {
  const [command, ...rest] = words;
  const nested = ['tenant', 'project', 'user'].includes(command);
  const args = nested
    ? [command, rest[0], '--data', dataFolder, ...rest.slice(1)]
    : [command, '--data', dataFolder, ...rest];
  return execFileSync(binary, args, { input, encoding: 'utf8' });
}

function load(format, project, file, zone) {
  const zones = zone ? ['--time-zone', zone] : [];
  const tenant = ['--tenant', 'sources', '--project', project];
  earshot(['import', '--format', format, ...tenant, ...zones, file]);
}

/** Seven calls that database triggers remove at the start of an export. */
function shortLived(project) {
  const call = (n) => ({
    source_id: `${project}-${n}`,
    started_at: `2026-06-0${n}T09:00:00Z`,
    status: 'completed',
    channel: 'voice',
    total_seconds: 60 * n,
    summary: `Call ${n} of ${project}.`,
  });
  return [1, 2, 3, 4, 5, 6, 7].map((n) => `${JSON.stringify(call(n))}\n`).join('');
}

/** One call for each recording of `formats.js`, and the recordings as an operator imports them. */
function fillFormats() {
  earshot(['tenant', 'add', formatsTenant, '--name', 'Formats', '--time-zone', 'Europe/London']);
  earshot(['tenant', 'set', formatsTenant, '--recording-download', 'true']);
  earshot(['project', 'add', '--tenant', formatsTenant, 'sounds', '--name', 'Sounds']);
  const call = (name, n) => ({
    source_id: name,
    started_at: new Date(Date.UTC(2026, 5, 1, 9, n)).toISOString(),
    status: 'completed',
    total_seconds: 60,
    summary: `A call with the recording ${name}.`,
    consent: 'granted',
    playback_compliance: 'permitted',
    recording: { file_name: `${name}.wav` },
  });
  const lines = [...Object.keys(recordings), 'never-sent'].map(call).map((it) => `${JSON.stringify(it)}\n`);
  const target = ['--tenant', formatsTenant, '--project', 'sounds'];
  earshot(['import', '--format', 'ndjson', ...target, '-'], lines.join(''));
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-sounds-'));
  for (const [name, { bytes }] of Object.entries(recordings)) {
    writeFileSync(path.join(folder, name), bytes());
  }
  earshot(['import-recordings', '--tenant', formatsTenant, folder]);
  rmSync(folder, { recursive: true });
}

export default function fill() {
  earshot(['tenant', 'add', 'sources', '--name', 'Sources', '--time-zone', 'Asia/Shanghai']);
  for (const slug of [...sourceProjects, 'elsewhere']) {
    earshot(['project', 'add', '--tenant', 'sources', slug, '--name', slug]);
  }
  fillFormats();
  for (const { tenant, email, role, projects } of everybody()) {
    const assigned = projects.flatMap((slug) => ['--project', slug]);
    const words = ['user', 'add', '--tenant', tenant, email, '--name', email, '--role', role];
    earshot([...words, ...assigned], `${password}\n`);
  }
  load('pbx', 'pbx-sample', path.join(samples, 'pbx.json'), 'Europe/London');
  load('talkifai', 'talkifai-sample', path.join(samples, 'talkifai.ndjson'));
  load('ndjson', 'own', path.join(samples, 'calls.ndjson'));
  if (existsSync(sharedData)) {
    const found = (start) => readdirSync(sharedData).find((name) => name.startsWith(start));
    load('pbx', 'pbx', path.join(sharedData, found('pbx')), 'Asia/Shanghai');
    load('talkifai', 'talkifai', path.join(sharedData, found('talkifai')));
  }
  for (const name of projectNames) {
    for (const project of [`vanishing-${name}`, `shrinking-${name}`]) {
      const target = ['--tenant', 'sources', '--project', project];
      earshot(['import', '--format', 'ndjson', ...target, '-'], shortLived(project));
    }
  }
  const script = path.join(checkout, 'end2end/independent/take_away.py');
  execFileSync('python3', [script, path.join(dataFolder, 'earshot.db')]);
}
