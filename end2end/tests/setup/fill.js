// Fills the data folder on the command line while the server uses it.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
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

export default function fill() {
  earshot(['tenant', 'add', 'sources', '--name', 'Sources', '--time-zone', 'Asia/Shanghai']);
  for (const slug of [...sourceProjects, 'elsewhere']) {
    earshot(['project', 'add', '--tenant', 'sources', slug, '--name', slug]);
  }
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
