#!/usr/bin/env node
import { decode } from './decode';
import { simulate } from './simulate';
import { start } from './start';
import { BAD_USAGE, endQuietly, processTerminal, SUCCESS } from './terminal';

const USAGE = `ivy-gateway COMMAND [options]

  start       runs the gateway: Node-RED with the gateway flow, and an MQTT broker
  simulate    plays meters that dial in to a gateway
  decode      explains frames of meters, octet by octet

ivy-gateway COMMAND --help says more about each.`;

const COMMANDS: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  start,
  simulate,
  decode,
};

async function main([name = '--help', ...args]: string[]): Promise<number> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command) return command(args);
  if (name === '--help' || name === '-h' || name === 'help') {
    processTerminal.print(USAGE);
    return SUCCESS;
  }
  processTerminal.complain(`ivy-gateway: there is no command "${name}"\n\n${USAGE}`);
  return BAD_USAGE;
}

process.stdout.on('error', endQuietly);
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
