// An esbuild replacement for `string-width`: yargs lays out its help with our function. Loading the package takes a
// third of the start-up time.
export { displayWidth as default } from '../src/report/text/text-layout.ts';
