/** Programs that are compiled from source files and run at once: `go run ./cmd/x`, `cargo run`. */
import { matchesGlob } from '../../text/glob.ts';
import type { EntryCall, Step } from './entry-call.ts';

/** Number of source files that are read. */
const maxFiles = 20;

/** Returns the source files of the program, which are judged by the commands and texts in them. */
export function programSteps({ entry, folder, names, list, read }: EntryCall): readonly Step[] {
  const given = entry.operand ? (names[0] ?? '.') : '.';
  const isFile = /\.\w+$/.test(given) && read(given, folder) !== null;
  const paths = isFile
    ? names.filter((name) => /\.\w+$/.test(name))
    : entry.files.flatMap((pattern) => {
        const [, dir = '', name = ''] = /^(.*\/)?([^/]*)$/.exec(pattern) ?? [];
        const at = `${given}/${dir}`;
        return list(at, folder)
          .filter((file) => matchesGlob(name, file) && !file.includes('_test.'))
          .map((file) => at + file);
      });
  return paths.slice(0, maxFiles).flatMap((path): readonly Step[] => {
    const script = read(path, folder);
    return script === null ? [] : [{ script, folder, kind: 'code' }];
  });
}
