// For esbuild: yargs lays out its help by our own measure. The package that it brings along costs a third of the start.
export { displayWidth as default } from '../src/report/text/text-layout.ts';
