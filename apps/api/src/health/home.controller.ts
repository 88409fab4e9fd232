import { Controller, Get, Redirect } from '@nestjs/common';
import { NeedsNoKey } from '../auth/auth.guard.js';

/** Whoever opens the bare address lands at the API's description. */
@NeedsNoKey()
@Controller()
export class HomeController {
  @Get()
  @Redirect('/docs')
  home(): void {
    // The decorator is all that happens here.
  }
}
