import { createRequire } from 'node:module';

/** The version of this package, which refers to itself by its name. */
export const VERSION: string = createRequire(__filename)(
  'node-red-contrib-ivy-gateway/package.json',
).version;
