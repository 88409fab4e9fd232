const paths = {
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6L6 18',
  menu: 'M4 7h16M4 12h16M4 17h16',
  trash: 'M5 7h14M10 7V5h4v2M7 7l1 12h8l1-12',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4 4',
  gear: 'M4 7h9M17 7h3M4 17h3M11 17h9M13 5v4M7 15v4',
  send: 'M5 12h13M12 6l6 6-6 6',
  stop: 'M7 7h10v10H7z',
  retry: 'M19 12a7 7 0 1 1-2-5M19 4v4h-4',
  edit: 'M5 19h4L19 9l-4-4L5 15z',
  compare: 'M4 5h7v14H4zM13 5h7v14h-7z',
  left: 'M14 6l-6 6 6 6',
  right: 'M10 6l6 6-6 6',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
} as const;

/** A small picture beside a text or, with a label on its button, in place of one. */
export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
