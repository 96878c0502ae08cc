package dev.landfall.liquibase;

import dev.landfall.liquibase.settings.LiquibaseSettings;
import dev.landfall.spi.Desired;
import dev.landfall.spi.Secret;
import java.util.Optional;

/// Settings with something wrong in them.
final class Wrong {
  private Wrong() {}

  static Desired<LiquibaseSettings> password(Desired<LiquibaseSettings> desired, String password) {
    var settings = desired.settings();
    var connection = settings.connection();
    return new Desired<>(
        desired.target(),
        desired.component(),
        new LiquibaseSettings(
            settings.changelog(),
            new LiquibaseSettings.Connection(
                connection.url(),
                connection.user(),
                Optional.of(Secret.of(password)),
                connection.privateKey(),
                connection.database(),
                connection.schema(),
                connection.warehouse(),
                connection.role()),
            settings.contexts(),
            settings.labels(),
            settings.parameters(),
            settings.tracking(),
            settings.outputs()),
        desired.source(),
        desired.goal(),
        desired.release());
  }
}
