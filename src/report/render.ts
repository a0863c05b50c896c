/** All output formats. A new one needs a file and an entry here. */
import type { Report, ReportSet } from '../verdict/report.ts';
import { atlantis } from './atlantis.ts';
import { github } from './github.ts';
import { inToto } from './in-toto.ts';
import { json } from './json/json.ts';
import { markdown } from './markdown/markdown.ts';
import type { RenderOptions } from './render-options.ts';
import { sarif } from './sarif/sarif.ts';
import { text } from './text/text.ts';

export type { RenderOptions } from './render-options.ts';

/** Renders a report. The same report and options always give the same bytes. */
export type Render = (report: Report | ReportSet, options: RenderOptions) => string;

const renderers = { text, markdown, json, atlantis, github, sarif, 'in-toto': inToto };

/** Name of a format. */
export type Format = keyof typeof renderers;

/** Renderer of each format. */
export const formats: Readonly<Record<Format, Render>> = renderers;

/** Names of all formats, as users write them. */
export const formatNames: readonly Format[] = Object.keys(formats).filter(isFormat);

/** Whether the text is the name of a format. */
export function isFormat(name: string): name is Format {
  return Object.hasOwn(formats, name);
}
