import type { Command, Help } from 'commander';

const INDENT = '    ';
/** Wider lines are hard to read, whatever the window allows. */
const MAX_WIDTH = 100;

/** A command with what only its help needs. */
interface Documented extends Command {
  readonly exampleLines: [line: string, does: string][];
  readonly sections: [title: string, text: string][];
}

/** The help of a command, laid out like a manual page (man-pages(7)). */
export function manPage(command: Documented, helper: Help): string {
  const width = Math.min(helper.helpWidth ?? 80, MAX_WIDTH);
  const name = fullName(command);
  const wrap = (text: string): string =>
    helper
      .boxWrap(text, width - INDENT.length)
      .split('\n')
      .map((line) => (line === '' ? '' : INDENT + line))
      .join('\n');
  const list = (items: [term: string, meaning: string][]): string =>
    items.map(([term, meaning]) => `${INDENT}${term}\n${indented(wrap(meaning))}`).join('\n');
  const options = helper
    .visibleOptions(command)
    .map((option): [string, string] => [helper.optionTerm(option), helper.optionDescription(option)]);
  const commands = helper
    .visibleCommands(command)
    .filter((sub) => sub.name() !== 'help')
    .map((sub): [string, string] => [
      `${name} ${helper.subcommandTerm(sub)}`,
      helper.subcommandDescription(sub),
    ]);
  const argumentsShown = helper
    .visibleArguments(command)
    .map((argument): [string, string] => [
      helper.argumentTerm(argument),
      helper.argumentDescription(argument),
    ]);
  const summary = command.summary() || firstSentence(command.description());
  const sections: [string, string][] = [
    ['NAME', `${INDENT}${name} - ${summary.replace(/\.$/, '')}`],
    ['SYNOPSIS', `${INDENT}${name} ${command.usage()}`],
    ...(command.description() === summary
      ? []
      : [['DESCRIPTION', wrap(command.description())] as [string, string]]),
    ...(commands.length > 0 ? [['COMMANDS', list(commands)] as [string, string]] : []),
    ...(argumentsShown.length > 0 ? [['ARGUMENTS', list(argumentsShown)] as [string, string]] : []),
    ['OPTIONS', list(options)],
    ...inherited(command).map(([title, text]): [string, string] => [title.toUpperCase(), wrap(text)]),
    ...(command.exampleLines.length > 0
      ? [['EXAMPLES', list(command.exampleLines)] as [string, string]]
      : []),
  ];
  return sections.map(([title, text]) => `${helper.styleTitle(title)}\n${text}\n`).join('\n');
}

/** A command's own sections, and those of the commands above it that it says nothing else about. */
function inherited(command: Documented): [title: string, text: string][] {
  const above = command.parent ? inherited(command.parent as Documented) : [];
  const own = new Set(command.sections.map(([title]) => title));
  return [...command.sections, ...above.filter(([title]) => !own.has(title))];
}

/** `kotae models pull`. */
export function fullName(command: { name(): string; parent: Command | null }): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

function firstSentence(text: string): string {
  return /^.*?[.:](?=\s|$)/s.exec(text)?.[0].replace(/:$/, '') ?? text;
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : INDENT + line))
    .join('\n');
}
