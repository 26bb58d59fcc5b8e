// Signing in and out, with and without scripts.
import { expect, refused, signInByForm, test } from './helpers/fixtures.js';
import { emailOf, password } from './setup/people.js';

test('the demo lists its users and their password', async ({ open, page }) => {
  await open('/sign-in');
  const demo = page.getByRole('region', { name: 'Demo' });
  for (const who of ['admin@harbour', 'manager@harbour', 'staff@harbour', 'admin@rival']) {
    await expect(demo).toContainText(`${who}.example`);
  }
  await expect(demo).toContainText(password);
});

test('the demo admin signs in and sees the calls', async ({ open, page }) => {
  await open('/sign-in');
  await signInByForm(page, 'admin@harbour.example');
  await expect(page).toHaveURL(/\/calls$/);
  await expect(page.getByRole('heading', { name: 'Select a project' })).toBeVisible();
});

test('a wrong password and an unknown address get the same response', async ({
  open,
  page,
  expectFault,
}) => {
  expectFault(refused(401));
  await open('/sign-in');
  const said = [];
  for (const [email, secret] of [
    ['manager@harbour.example', 'wrong'],
    ['nobody-here@harbour.example', password],
  ]) {
    const answer = page.waitForResponse((response) => response.request().method() === 'POST');
    await signInByForm(page, email, secret);
    expect((await answer).status()).toBe(401);
    said.push(await page.getByRole('alert').innerText());
    await expect(page.getByLabel('Password')).toHaveValue('');
  }
  expect(said[0]).toBe('The e-mail address or password is incorrect. Check both and try again.');
  expect(said[1]).toBe(said[0]);
});

test('signing in continues to the requested page, also after a wrong password', async ({
  open,
  page,
  expectFault,
}) => {
  expectFault(refused(401));
  await open('/calls?project_id=after-hours&status=missed');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signInByForm(page, 'manager@harbour.example', 'wrong');
  await expect(page.getByRole('alert')).toBeVisible();
  await signInByForm(page, 'manager@harbour.example');
  await expect(page).toHaveURL(/\/calls\?project_id=after-hours&status=missed$/);
});

test('AiDial export: prerequisites: who is not signed in gets neither page nor file', async ({
  open,
  page,
  request,
}) => {
  for (const address of ['/calls', '/exports', '/help', '/']) {
    await open(address);
    await expect(page).toHaveURL(/\/sign-in\?next=/);
  }
  const answer = await request.post('/api/exports/calls', { form: { project_id: 'front-desk' } });
  expect(answer.status()).toBe(401);
  expect((await answer.json()).code).toBe('not_signed_in');
});

test('signing out ends the session', async ({ open, page, context }) => {
  await open('/sign-in');
  await signInByForm(page, 'staff@harbour.example');
  await expect(page).toHaveURL(/\/calls$/);
  const before = (await context.cookies()).find(({ name }) => name.includes('session'));
  expect(before).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  await page.locator('details.account summary').click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  // The old cookie is no longer accepted.
  await context.addCookies([before]);
  await open('/calls');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test('signing out everywhere ends the sessions of other browsers', async ({
  open,
  page,
  browser,
  baseURL,
}, info) => {
  const email = emailOf('leaver', info.project.name);
  const other = await browser.newContext({ baseURL });
  const answer = await other.request.post('/sign-in', { form: { email, password } });
  expect(answer.url()).toContain('/calls');
  await open('/sign-in');
  await signInByForm(page, email);
  await expect(page).toHaveURL(/\/calls$/);
  await page.locator('details.account summary').click();
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  const after = await other.request.get('/calls');
  expect(after.url()).toContain('/sign-in');
  await other.close();
});
