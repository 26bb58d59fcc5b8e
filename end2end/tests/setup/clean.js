// Takes the run's data folder away.
import { rmSync } from 'node:fs';
import { dataFolder } from './settings.js';

export default function clean() {
  rmSync(dataFolder, { recursive: true, force: true });
}
