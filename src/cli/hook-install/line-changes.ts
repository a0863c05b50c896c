/** Shows how a settings file changes, line by line. */

const context = 2;

/** Returns the name of the file and the lines that differ between the common start and end, with some around them. */
export function lineChanges(file: string, before: string, after: string): readonly string[] {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++;
  let end = 0;
  while (end < old.length - start && end < fresh.length - start && old.at(-1 - end) === fresh.at(-1 - end)) end++;
  const first = Math.max(0, start - context);
  return [
    file,
    ...old.slice(first, start).map((line) => `    ${line}`),
    ...old.slice(start, old.length - end).map((line) => `  - ${line}`),
    ...fresh.slice(start, fresh.length - end).map((line) => `  + ${line}`),
    ...old.slice(old.length - end, old.length - end + context).map((line) => `    ${line}`),
  ];
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
