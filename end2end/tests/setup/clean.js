// Removes the data folder of the run.
import { rmSync } from 'node:fs';
import { dataFolder } from './settings.js';

export default function clean() {
  rmSync(dataFolder, { recursive: true, force: true });
}
