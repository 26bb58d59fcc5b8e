// Exported files, compared with the imported files by Python.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './helpers/fixtures.js';
import { dialog, download, expectCount } from './helpers/calls-page.js';
import { checkout, samples, sharedData } from './setup/settings.js';

const shared = existsSync(sharedData) ? readdirSync(sharedData) : [];
const large = (start) =>
  shared.filter((name) => name.startsWith(start)).map((name) => path.join(sharedData, name));

const cases = [
  { project: 'pbx-sample', format: 'pbx', file: path.join(samples, 'pbx.json'), rows: 9, zone: 'Europe/London' },
  { project: 'talkifai-sample', format: 'talkifai', file: path.join(samples, 'talkifai.ndjson'), rows: 5 },
  { project: 'own', format: 'own', file: path.join(samples, 'calls.ndjson'), rows: 7 },
  ...large('pbx').map((file) => ({ project: 'pbx', format: 'pbx', file, rows: 2763 })),
  ...large('talkifai').map((file) => ({ project: 'talkifai', format: 'talkifai', file, rows: 1237 })),
];

for (const { project, format, file, rows, zone } of cases) {
  test(`AiDial export: what the CSV includes: every field of ${project} equals its source`, async ({
    open,
    page,
    signIn,
  }) => {
    await signIn('auditor');
    await open(`/calls?project_id=${project}&export=1`);
    await expectCount(page, rows);
    await dialog(page).getByLabel('Full caller numbers').check();
    await dialog(page).getByLabel('Reason').selectOption('Compliance audit');
    await dialog(page).getByLabel('Justification').fill('test');
    const csv = await download(page);
    const script = path.join(checkout, 'end2end/independent/compare.py');
    const report = compare([script, format, csv.path, 'Asia/Shanghai', file], zone);
    expect(report).toMatchObject({ problems: [], rows, calls: rows });
  });
}

function compare(args, zone) {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PBX_ZONE: zone ?? 'Asia/Shanghai' };
  try {
    return JSON.parse(execFileSync('python3', args, { encoding: 'utf8', env }));
  } catch (error) {
    return JSON.parse(error.stdout);
  }
}
