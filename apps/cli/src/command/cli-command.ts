import { Command } from 'commander';
import { createColors } from 'picocolors';
import { manPage } from './man-page.js';

const colours = createColors(true);

/** A command whose help reads like a manual page. */
export class CliCommand extends Command {
  /** Command lines with what they do, shown in the help. */
  readonly exampleLines: [line: string, does: string][] = [];
  /** Further sections of the help: a title and its text. */
  readonly sections: [title: string, text: string][] = [];

  constructor(name?: string) {
    super(name);
    this.configureHelp({
      formatHelp: (command, helper) => manPage(command as CliCommand, helper),
      // Commander takes colours away again where there should be none.
      styleTitle: (title) => colours.bold(title),
    });
    this.helpOption('-h, --help', 'show this');
  }

  override createCommand(name?: string): CliCommand {
    return new CliCommand(name);
  }

  example(line: string, does: string): this {
    this.exampleLines.push([line, does]);
    return this;
  }

  section(title: string, text: string): this {
    this.sections.push([title, text]);
    return this;
  }

  /** `--json`, which every command that prints results has. */
  json(): this {
    return this.option('--json', 'print the result as JSON');
  }
}
