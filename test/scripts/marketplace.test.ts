import { existsSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const readme = readFileSync('README.md', 'utf8');

test('the icon is a PNG that is large enough, and the banner goes with it', async () => {
  const { format, width, height } = await sharp(manifest.icon).metadata();
  expect(format).toBe('png');
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(128);
  expect(manifest.galleryBanner).toMatchObject({
    color: expect.stringMatching(/^#[0-9a-f]{6}$/),
    theme: 'dark',
  });
});

test('it is found by what people look for', () => {
  expect(manifest.categories).toEqual(['Machine Learning', 'Data Science', 'Visualization']);
  expect(manifest.keywords.length).toBeLessThanOrEqual(30);
  expect(new Set(manifest.keywords).size).toBe(manifest.keywords.length);
});

test('nothing points to an address that does not exist', () => {
  for (const field of ['repository', 'bugs', 'homepage', 'badges', 'sponsor'])
    expect(manifest[field]).toBeUndefined();
  expect(manifest).toMatchObject({ license: 'Apache-2.0', pricing: 'Free', qna: false });
  expect(existsSync('LICENSE')).toBe(true);
});

test('the first screen of the page says what it is and shows it', () => {
  const top = readme.split('\n').slice(0, 12).join('\n');
  const [, picture] = /!\[[^\]]+\]\((docs\/screenshots\/[\w-]+\.png)\)/.exec(top) ?? [];
  expect(picture).toBeDefined();
  expect(readme.split('\n').length).toBeLessThan(200);
});

test('every link and picture of the page leads to a file of ours or to the web', () => {
  const links = [...readme.matchAll(/\]\((?!https:|#)([^)\s]+)\)/g)].map(([, link]) => link);
  expect(links.filter((link) => !existsSync(link))).toEqual([]);
});

test('the changelog keeps the form it names', () => {
  const headings = readFileSync('CHANGELOG.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('#'));
  const [title, first, ...rest] = headings;
  expect(title).toBe('# Changelog');
  expect(first).toBe('## [Unreleased]');
  const known =
    /^## \[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$|^### (Added|Changed|Deprecated|Removed|Fixed|Security)$/;
  expect(rest.filter((heading) => !known.test(heading))).toEqual([]);
});
