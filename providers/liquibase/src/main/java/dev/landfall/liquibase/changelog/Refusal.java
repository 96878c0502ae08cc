package dev.landfall.liquibase.changelog;

import dev.landfall.spi.Problem;

/// Carries a problem out of liquibase-core, which lets unchecked exceptions pass or wraps them.
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  Refusal(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
