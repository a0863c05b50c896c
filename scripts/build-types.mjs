// Writes lib/index.d.ts: the types of the library in one file that imports no other package.
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

const bundle = await rollup({
  input: 'src/index.ts',
  external: /^node:/,
  plugins: [dts({ tsconfig: 'tsconfig.types.json' })],
});
await bundle.write({ file: 'lib/index.d.ts', format: 'es' });
await bundle.close();
