package dev.plumbline.recheck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does the same with many things, on a bounded number of threads. */
final class Workers {

  private final ExecutorService threads;

  Workers(ExecutorService threads) {
    this.threads = threads;
  }

  /** The results, in the order of the list. */
  <T, R> List<R> all(List<T> list, Function<T, R> work) throws InterruptedException {
    List<Callable<R>> tasks =
        list.stream().map(one -> (Callable<R>) () -> work.apply(one)).toList();
    List<R> results = new ArrayList<>();
    for (Future<R> future : threads.invokeAll(tasks)) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("A check failed", e.getCause());
      }
    }
    return results;
  }
}
