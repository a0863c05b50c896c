/** Names of the output formats, and their renderers on demand: a run prints one or two of them. */
import type { Report, ReportSet } from '../verdict/report.ts';
import type { RenderOptions } from './render-options.ts';

/** Renders a report. The same report and options always give the same bytes. */
export type Render = (report: Report | ReportSet, options: RenderOptions) => string;

const loaders = {
  text: async () => (await import('./text/text.ts')).text,
  markdown: async () => (await import('./markdown/markdown.ts')).markdown,
  html: async () => (await import('./html/html.ts')).html,
  json: async () => (await import('./json/json.ts')).json,
  atlantis: async () => (await import('./atlantis.ts')).atlantis,
  github: async () => (await import('./pipelines/github.ts')).github,
  sarif: async () => (await import('./sarif/sarif.ts')).sarif,
  junit: async () => (await import('./pipelines/junit.ts')).junit,
  gitlab: async () => (await import('./pipelines/gitlab.ts')).gitlab,
  codequality: async () => (await import('./pipelines/code-quality.ts')).codeQuality,
  azure: async () => (await import('./pipelines/azure.ts')).azure,
  'in-toto': async () => (await import('./in-toto.ts')).inToto,
} satisfies Readonly<Record<string, () => Promise<Render>>>;

/** Name of a format. */
export type Format = keyof typeof loaders;

/** Names of all formats, as users write them. */
export const formatNames: readonly Format[] = Object.keys(loaders).filter(isFormat);

/** Whether the text is the name of a format. */
export function isFormat(name: string): name is Format {
  return Object.hasOwn(loaders, name);
}

/** Returns the renderer of a format. */
export function loadRenderer(format: Format): Promise<Render> {
  return loaders[format]();
}
