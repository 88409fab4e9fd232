import type { PDFPageProxy } from 'pdfjs-dist' with { 'resolution-mode': 'import' };

/** What is written on a page and no part of its drawing: the values of form fields, and free text. */
export async function pageNotes(page: Pick<PDFPageProxy, 'getAnnotations'>): Promise<string[]> {
  const annotations: unknown[] = await page.getAnnotations();
  const placed = annotations.flatMap((annotation) => {
    const text = noteText(annotation as Annotation);
    const [left = 0, , , top = 0] = (annotation as Annotation).rect ?? [];
    return text === '' ? [] : [{ text, left, top }];
  });
  return placed.sort((a, b) => b.top - a.top || a.left - b.left).map(({ text }) => text);
}

/** The fields that are read here; the library types what it gives as anything. */
interface Annotation {
  subtype?: string;
  hidden?: boolean;
  rect?: number[];
  /** A name for people, e.g. "Date of birth". */
  alternativeText?: string;
  fieldType?: string;
  fieldValue?: unknown;
  /** Of a choice: what is stored for what is shown. */
  options?: { exportValue: string; displayValue: string }[];
  contentsObj?: { str?: string };
  /** Lines as the page shows them, where it holds a drawing of them. */
  textContent?: string[];
}

/** A text field or a choice by its name and value, free text as it stands; buttons and remarks say nothing. */
function noteText(annotation: Annotation): string {
  const {
    subtype,
    hidden,
    fieldType,
    fieldValue,
    options = [],
    alternativeText,
    contentsObj,
    textContent = [],
  } = annotation;
  if (hidden === true) return '';
  const shown = textContent.join('\n').trim();
  if (subtype === 'FreeText') return contentsObj?.str?.trim() || shown;
  if (subtype !== 'Widget' || (fieldType !== 'Tx' && fieldType !== 'Ch')) return '';
  const values = (Array.isArray(fieldValue) ? fieldValue : [fieldValue])
    .filter((each) => typeof each === 'string')
    .map((each) => options.find(({ exportValue }) => exportValue === each)?.displayValue ?? each);
  const stored = values.join(', ').trim();
  const value = stored === '' || isFormatted(stored, shown) ? shown : stored;
  const name = alternativeText?.trim() ?? '';
  return value === '' || name === '' ? value : `${name}: ${value}`;
}

/** Whether a number is shown with what makes it readable, as 1,200.00 for 1200. Other texts are shown in broken lines. */
function isFormatted(stored: string, shown: string): boolean {
  const [digits, shownDigits] = [stored, shown].map((text) => text.replace(/\D/gu, ''));
  return /^-?[\d.]+$/u.test(stored) && shownDigits!.startsWith(digits!);
}
