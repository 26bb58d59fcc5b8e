// People who sign in. A person can run one export at a time, so each worker has its own people.
import { formatsTenant, listener } from './formats.js';
import { browsers } from './kinds.js';

export const password = 'earshot-demo';
export const projectNames = Object.keys(browsers);
export const workers = 2;

/** Returns the address of a person of a worker, or of a Playwright project if state is not shared. */
export function emailOf(who, of) {
  const tenant = who === 'auditor' ? 'sources' : 'harbour';
  return `${who}-${of}@${tenant}.example`;
}

const roles = { admin: 'client_admin', manager: 'client_manager', staff: 'client_staff' };

/** Lists all people except those of the demo. */
export function everybody() {
  const people = [];
  const harbour = (email, role) =>
    people.push({ tenant: 'harbour', email, role, projects: ['front-desk', 'after-hours'] });
  for (let worker = 0; worker < workers; worker += 1) {
    for (const [who, role] of Object.entries(roles)) {
      harbour(emailOf(who, worker), role);
    }
    people.push({
      tenant: 'sources',
      email: emailOf('auditor', worker),
      role: 'client_admin',
      projects: sourceProjects,
    });
  }
  for (const name of projectNames) {
    // Signs out everywhere; signs in again after the session has ended; reaches the export limit;
    // has never exported.
    harbour(emailOf('leaver', name), 'client_manager');
    harbour(emailOf('returner', name), 'client_manager');
    harbour(emailOf('hasty', name), 'client_manager');
    harbour(emailOf('newcomer', name), 'client_staff');
  }
  harbour(emailOf('hasty', 'http'), 'client_manager');
  people.push({ tenant: formatsTenant, email: listener, role: 'client_admin', projects: ['sounds'] });
  people.push({ tenant: 'rival', email: 'staff@rival.example', role: 'client_staff', projects: ['lobby'] });
  people.push({ tenant: 'sources', email: 'nobody@sources.example', role: 'client_manager', projects: [] });
  return people;
}

/** Projects of the tenant `sources` that are assigned to its auditors. */
export const sourceProjects = [
  'pbx',
  'talkifai',
  'own',
  'pbx-sample',
  'talkifai-sample',
  ...projectNames.flatMap((name) => [`vanishing-${name}`, `shrinking-${name}`, `undecided-${name}`]),
];
