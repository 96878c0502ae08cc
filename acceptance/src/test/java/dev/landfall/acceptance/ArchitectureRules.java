package dev.landfall.acceptance;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Map;

/// The rules of ARCHITECTURE.md, by name.
final class ArchitectureRules {
  private ArchitectureRules() {}

  private static final String[] PROVIDERS = {
    "dev.landfall.liquibase..", "dev.landfall.cloudformation..", "dev.landfall.tableau.."
  };

  private static final String[] TEMPLATES = {
    "dev.landfall.cloudformation.template..", "dev.landfall.cloudformation.specification.."
  };

  static final ArchRule SQL_ONLY_IN_STORES_AND_PROVIDERS =
      noClasses()
          .that()
          .resideInAPackage("dev.landfall..")
          .and(not(resideInAnyPackage(PROVIDERS)))
          .and(not(resideInAPackage("..store..")))
          .and(not(resideInAPackage("dev.landfall.sandbox..")))
          .and(not(resideInAPackage("dev.landfall.benchmarks..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..", "javax.sql..", "org.jdbi..", "org.h2..", "org.postgresql..");

  static final ArchRule JGIT_ONLY_IN_FORGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.landfall.forge..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.jgit..");

  static final ArchRule BLUEPRINT_AND_PLAN_DO_NO_IO =
      noClasses()
          .that()
          .resideInAnyPackage("dev.landfall.engine.blueprint..", "dev.landfall.engine.plan..")
          .should()
          .dependOnClassesThat(
              belongToAnyOf(
                      Files.class,
                      File.class,
                      RandomAccessFile.class,
                      FileChannel.class,
                      Socket.class,
                      ProcessBuilder.class)
                  .or(resideInAnyPackage("java.sql..", "java.net.http..", "java.nio.channels..")));

  static final ArchRule PROVIDERS_SEE_ONLY_THE_SPI =
      noClasses()
          .that()
          .resideInAnyPackage(PROVIDERS)
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.landfall..")
                  .and(not(resideInAPackage("dev.landfall.spi..")))
                  .and(not(resideInAnyPackage(PROVIDERS))));

  static final ArchRule THE_SANDBOX_KNOWS_NOTHING_OF_THE_REST =
      noClasses()
          .that()
          .resideInAPackage("dev.landfall.sandbox..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.landfall..")
                  .and(not(resideInAPackage("dev.landfall.sandbox..")))
                  .and(not(resideInAnyPackage(TEMPLATES))));

  static final ArchRule TEMPLATES_KNOW_NOTHING_OF_THE_REST =
      noClasses()
          .that()
          .resideInAnyPackage(TEMPLATES)
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.landfall..").and(not(resideInAnyPackage(TEMPLATES))))
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("software.amazon..", "java.net.http..", "com.sun.net.httpserver..");

  static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_THE_SANDBOX =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.landfall.sandbox..", "dev.landfall.cli..", "dev.landfall.benchmarks..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.landfall.sandbox..");

  static final ArchRule THE_SPI_DEPENDS_ON_NOTHING =
      classes()
          .that()
          .resideInAPackage("dev.landfall.spi..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.landfall.spi..", "java..", "org.jspecify..");

  static final ArchRule THE_ENGINE_KNOWS_NO_PROVIDER_AND_NO_COMMAND =
      noClasses()
          .that()
          .resideInAPackage("dev.landfall.engine..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.landfall..")
                  .and(not(resideInAnyPackage("dev.landfall.engine..", "dev.landfall.spi.."))));

  static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.landfall.cli..", "dev.landfall.benchmarks..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  static final ArchRule NO_CYCLES_BETWEEN_PACKAGES =
      slices().matching("dev.landfall.(**)").should().beFreeOfCycles();

  /// Every rule, by the name it is reported under.
  static final Map<String, ArchRule> ALL =
      Map.ofEntries(
          Map.entry("SQL only in stores and providers", SQL_ONLY_IN_STORES_AND_PROVIDERS),
          Map.entry("JGit only in forge", JGIT_ONLY_IN_FORGE),
          Map.entry("blueprint and plan do no I/O", BLUEPRINT_AND_PLAN_DO_NO_IO),
          Map.entry("providers see only the SPI", PROVIDERS_SEE_ONLY_THE_SPI),
          Map.entry("the sandbox knows nothing of the rest", THE_SANDBOX_KNOWS_NOTHING_OF_THE_REST),
          Map.entry("templates know nothing of the rest", TEMPLATES_KNOW_NOTHING_OF_THE_REST),
          Map.entry(
              "only the command line knows the sandbox", ONLY_THE_COMMAND_LINE_KNOWS_THE_SANDBOX),
          Map.entry("the SPI depends on nothing", THE_SPI_DEPENDS_ON_NOTHING),
          Map.entry(
              "the engine knows no provider and no command",
              THE_ENGINE_KNOWS_NO_PROVIDER_AND_NO_COMMAND),
          Map.entry("only the command line prints", ONLY_THE_COMMAND_LINE_PRINTS),
          Map.entry("no cycles between packages", NO_CYCLES_BETWEEN_PACKAGES));
}
