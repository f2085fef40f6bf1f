// Choose Encoder in a real VS Code, by keyboard and mouse: what is asked, the trial, leaving, using.
//   node --import tsx test/acceptance/encoderChoice.ts [file.vsix]
import { driveEncoder, driveUntrustedEncoder } from '../e2e/encoderDrive.ts';
import { originFrom } from '../e2e/origin.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import { report, skip } from '../support/measurement.ts';

async function main(): Promise<void> {
  const reason = serverUnsupported();
  if (reason !== undefined) {
    skip('encoder choice', reason);
    return;
  }
  const { name, origin } = originFrom(process.argv[2] ?? 'source');
  const results = [...(await driveEncoder(name, origin)), ...(await driveUntrustedEncoder(name, origin))];
  for (const { name: item, error } of results)
    report({
      item: `encoder choice: ${item}`,
      value: error === undefined ? 'yes' : error.message,
      unit: '',
      target: 'yes',
      pass: error === undefined,
    });
}

void main();
