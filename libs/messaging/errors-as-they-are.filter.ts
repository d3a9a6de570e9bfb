import { Catch, type RpcExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';

/**
 * Hands an error on as it was thrown. Nest would turn it into a generic one, and whoever retries could no
 * longer tell a database that is away from a bug.
 */
@Catch()
export class ErrorsAsTheyAreFilter implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}
