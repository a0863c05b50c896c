/** Whose review may count: what GitHub's answers about a person's permission mean. */
import { describe, expect, it } from 'vitest';
import { type Api, ApiError } from '../../src/action/api.ts';
import { openRepositoryAccesses } from '../../src/action/people/repository-access.ts';

function answering(answer: unknown): { readonly api: Api; readonly paths: readonly string[] } {
  const paths: string[] = [];
  const api = {
    async get(path: string) {
      paths.push(path);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { api: api as unknown as Api, paths };
}

describe('access to the repository', () => {
  it.each([
    ['admin', 'admin', 'write'],
    ['write', 'write', 'write'],
    ['write', 'maintain', 'write'],
    ['write', 'a custom role that extends write', 'write'],
    ['read', 'triage', 'read'],
    ['read', 'read', 'read'],
    // A custom role may have any name: it says nothing.
    ['read', 'admin', 'read'],
    ['none', '', 'read'],
    ['pull', 'write', 'unknown'],
    [undefined, 'admin', 'unknown'],
    [['write'], 'write', 'unknown'],
  ])('permission %s, role %s: %s', async (permission, role, access) => {
    const { api } = answering({ permission, role_name: role });
    expect(await openRepositoryAccesses(api).of('ada')).toBe(access);
  });

  it.each([403, 404, 429, 500, null])('status %s: unknown, and the reason is kept', async (status) => {
    const { api } = answering(new ApiError('GET …: refused', { status }));
    const accesses = openRepositoryAccesses(api);
    expect(await accesses.of('ada')).toBe('unknown');
    expect(accesses.remarks()).toEqual([expect.stringMatching(/`ada`.*refused/)]);
  });

  it('asks once for each person, whatever the case, and for nothing but this person', async () => {
    const { api, paths } = answering({ permission: 'write' });
    const accesses = openRepositoryAccesses(api);
    await Promise.all(['ada', 'ADA', 'x/../y'].map(accesses.of));
    expect(paths).toEqual(['{repo}/collaborators/ada/permission', '{repo}/collaborators/x%2F..%2Fy/permission']);
  });
});
