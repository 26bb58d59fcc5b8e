// The Call recording card in a person's words.
export const card = (page) => page.getByRole('region', { name: 'Call recording' });

/** Opens recorded calls until one's card says what is looked for; gives its id. */
export async function openCallWhere(page, open, holds) {
  await open('/calls?project_id=after-hours&has_recording=true');
  const ids = await page
    .locator('tr.call')
    .evaluateAll((rows) => rows.map((row) => row.id.replace('call-', '')));
  for (const id of ids) {
    await open(`/calls?project_id=after-hours&expand=${id}`);
    if (await holds(card(page))) {
      return id;
    }
  }
  throw new Error('no such call on the first page');
}

export const play = (page) => card(page).getByRole('button', { name: 'Play', exact: true });

/** Whether the card can play. */
export const plays = async (it) =>
  (await it.getByRole('button', { name: 'Play', exact: true }).count()) > 0;
