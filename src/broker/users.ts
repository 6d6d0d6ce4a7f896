import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export interface User {
  readonly username: string;
  readonly password: string;
}

/**
 * Reads `user:password,user2:password2`: entries end at a comma, the user name at the first colon,
 * so a password may contain colons but no comma. Blanks around an entry are no part of it.
 * @throws RangeError that names the entry by its number, never by its text, which may be a password.
 */
export function parseUsers(text: string): readonly User[] {
  if (text.trim() === '') return [];
  const users = text.split(',').map((entry, index) => parseUser(entry.trim(), index + 1));
  refuseDuplicates(users);
  return users;
}

function parseUser(entry: string, number: number): User {
  const colon = entry.indexOf(':');
  if (colon < 0) throw new RangeError(`user ${number} has no ":" between name and password`);
  const username = entry.slice(0, colon).trim();
  const password = entry.slice(colon + 1);
  if (username === '') throw new RangeError(`user ${number} has no name`);
  if (password === '') throw new RangeError(`user ${number} has no password`);
  return { username, password };
}

function refuseDuplicates(users: readonly User[]): void {
  const names = users.map((user) => user.username);
  const second = names.findIndex((name, index) => names.indexOf(name) < index);
  if (second >= 0) throw new RangeError(`user ${second + 1} has the name of an earlier one`);
}

/** Tells whether a password, as its octets came over the wire, belongs to the user. */
export type PasswordCheck = (username: string, password: Uint8Array) => boolean;

/** Keeps no password, only digests under a key of this process; the time a check takes tells nothing. */
export function passwordCheck(users: readonly User[]): PasswordCheck {
  const key = randomBytes(32);
  const digest = (password: Uint8Array | string) =>
    createHmac('sha256', key).update(password).digest();
  const digests = new Map(users.map((user) => [user.username, digest(user.password)]));
  const nobody = randomBytes(32);
  return (username, password) => {
    const matches = timingSafeEqual(digest(password), digests.get(username) ?? nobody);
    return matches && digests.has(username);
  };
}
