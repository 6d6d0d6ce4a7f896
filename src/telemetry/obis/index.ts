export { describeObis, type ObisDescription } from './describe';
export { searchObis } from './search';
