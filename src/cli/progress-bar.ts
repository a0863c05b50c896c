/** A progress bar for reading many plans; shown on a terminal only. */
import { progressOn } from '../app/terminal.ts';
import { shorten, terminal } from '../report/escape.ts';

const width = 24;

/**
 * Shows a bar such as `███████░░░ 12/40 plans/a.json`.
 * @param total number of steps
 */
export function barOn(
  stream: NodeJS.WriteStream,
  total: number,
): { readonly step: (text: string) => void; readonly done: () => void } {
  const line = progressOn(stream);
  let at = 0;
  return {
    step: (text) => {
      const filled = Math.round((at / Math.max(1, total)) * width);
      at += 1;
      line.step(`${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${at}/${total} ${shorten(terminal(text), 60)}`);
    },
    done: line.done,
  };
}
