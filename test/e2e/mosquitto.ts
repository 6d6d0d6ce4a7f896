import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../helpers/ports';
import { Program, run } from '../helpers/program';

export interface MosquittoOptions {
  /** Passwords by user; who gives none is anonymous. */
  readonly users: Readonly<Record<string, string>>;
  /** Lines of its ACL file. */
  readonly access: readonly string[];
}

/** A Mosquitto of its own, with users and an ACL file, that keeps retained messages and sessions over a restart. */
export class Mosquitto {
  readonly #folder: string;
  readonly #port: number;
  readonly #users: MosquittoOptions['users'];
  #program: Program;

  private constructor(folder: string, port: number, users: MosquittoOptions['users']) {
    this.#folder = folder;
    this.#port = port;
    this.#users = users;
    this.#program = this.#run();
  }

  static async start({ users, access }: MosquittoOptions): Promise<Mosquitto> {
    const folder = mkdtempSync(join(tmpdir(), 'ivy-mosquitto-'));
    const port = await freePort();
    const write = (name: string, lines: readonly string[]): void =>
      writeFileSync(join(folder, name), `${lines.join('\n')}\n`, { mode: 0o600 });
    write('acl', access);
    write('passwords', []);
    for (const [user, password] of Object.entries(users)) {
      await run('mosquitto_passwd', ['-b', join(folder, 'passwords'), user, password]);
    }
    write('mosquitto.conf', [
      `listener ${port} 127.0.0.1`,
      // Started by root it would become another user, who cannot read the folder.
      'user root',
      'allow_anonymous true',
      `password_file ${join(folder, 'passwords')}`,
      `acl_file ${join(folder, 'acl')}`,
      'persistence true',
      `persistence_location ${folder}/`,
    ]);
    return new Mosquitto(folder, port, users);
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.#port}`;
  }

  /** With the user's name and password in it. */
  urlOf(user: string): string {
    return `mqtt://${user}:${this.#users[user]}@127.0.0.1:${this.#port}`;
  }

  async restart(): Promise<void> {
    await this.#program.stop();
    this.#program = this.#run();
  }

  async stop(): Promise<void> {
    await this.#program.stop();
    rmSync(this.#folder, { recursive: true });
  }

  #run(): Program {
    return new Program('mosquitto', ['-c', join(this.#folder, 'mosquitto.conf')]);
  }
}
