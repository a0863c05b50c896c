/** All formats: adding one is one file and one entry here. */
import type { Report, ReportSet } from '../verdict/report.ts';
import { atlantis } from './atlantis.ts';
import { github } from './github.ts';
import { inToto } from './in-toto.ts';
import { json } from './json.ts';
import { markdown } from './markdown/markdown.ts';
import type { RenderOptions } from './render-options.ts';
import { sarif } from './sarif/sarif.ts';
import { text } from './text/text.ts';

export type { RenderOptions } from './render-options.ts';

/** A pure view of the report: the same report and options give the same bytes. */
export type Render = (report: Report | ReportSet, options: RenderOptions) => string;

const renderers = { text, markdown, json, atlantis, github, sarif, 'in-toto': inToto };

export type Format = keyof typeof renderers;

export const formats: Readonly<Record<Format, Render>> = renderers;

/** The formats' names, as a user may write them. */
export const formatNames: readonly Format[] = Object.keys(formats).filter(isFormat);

export function isFormat(name: string): name is Format {
  return Object.hasOwn(formats, name);
}
