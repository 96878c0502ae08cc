package dev.landfall.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.landfall.cloudformation.template.SeesTheSpi;
import dev.landfall.engine.blueprint.ReadsFiles;
import dev.landfall.engine.plan.AsksTheDatabase;
import dev.landfall.engine.rollout.KnowsTheCommandLine;
import dev.landfall.liquibase.SeesTheEngine;
import dev.landfall.sandbox.KnowsTheEngine;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.landfall");

  @Test
  void every_module_is_looked_at() {
    assertThat(PRODUCTION.stream().map(type -> type.getPackageName().split("\\.")[2]))
        .contains("spi", "engine", "forge", "liquibase", "cloudformation", "sandbox", "cli");
  }

  @TestFactory
  Stream<DynamicTest> the_rules_hold() {
    return ArchitectureRules.ALL.entrySet().stream()
        .map(rule ->
            DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(PRODUCTION)));
  }

  static Stream<Arguments> violations() {
    return Stream.of(
        Arguments.of(ArchitectureRules.BLUEPRINT_AND_PLAN_DO_NO_IO, ReadsFiles.class),
        Arguments.of(ArchitectureRules.BLUEPRINT_AND_PLAN_DO_NO_IO, AsksTheDatabase.class),
        Arguments.of(ArchitectureRules.SQL_ONLY_IN_STORES_AND_PROVIDERS, AsksTheDatabase.class),
        Arguments.of(ArchitectureRules.PROVIDERS_SEE_ONLY_THE_SPI, SeesTheEngine.class),
        Arguments.of(ArchitectureRules.ONLY_THE_COMMAND_LINE_PRINTS, SeesTheEngine.class),
        Arguments.of(ArchitectureRules.JGIT_ONLY_IN_FORGE, SeesTheEngine.class),
        Arguments.of(ArchitectureRules.THE_SANDBOX_KNOWS_NOTHING_OF_THE_REST, KnowsTheEngine.class),
        Arguments.of(ArchitectureRules.TEMPLATES_KNOW_NOTHING_OF_THE_REST, SeesTheSpi.class),
        Arguments.of(
            ArchitectureRules.THE_ENGINE_KNOWS_NO_PROVIDER_AND_NO_COMMAND,
            KnowsTheCommandLine.class),
        Arguments.of(
            ArchitectureRules.ONLY_THE_COMMAND_LINE_KNOWS_THE_SANDBOX, KnowsTheCommandLine.class));
  }

  @ParameterizedTest
  @MethodSource("violations")
  void a_class_that_breaks_a_rule_is_found(ArchRule rule, Class<?> violation) {
    var result = rule.evaluate(new ClassFileImporter().importClasses(violation));

    assertThat(result.hasViolation()).isTrue();
  }
}
