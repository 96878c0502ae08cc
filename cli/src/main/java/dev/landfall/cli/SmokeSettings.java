package dev.landfall.cli;

import dev.landfall.cloudformation.settings.CloudFormationSettings.Connection;
import dev.landfall.spi.Doc;
import dev.landfall.spi.RegionDefault;
import java.util.List;
import java.util.Optional;

/// `rehearsal/smoke.yaml`.
@Doc("What a rehearsal tries when everything is rolled out.")
record SmokeSettings(
    @Doc("What is tried, one after the other.") List<Test> tests,
    @Doc("The account and region of AWS.") @RegionDefault("aws") Optional<Connection> aws) {
  /// The file, beside landfall.yaml.
  static final String FILE = "rehearsal/smoke.yaml";

  /// Something that is put in, and what has to come out.
  record Test(
      @Doc("What it shows, in a few words.") String name,
      @Doc("An object that is put into a bucket first.") Optional<Put> put,
      @Doc("What a database has to say in the end.") Expect expect) {}

  /// An object for a bucket.
  record Put(
      @Doc("The bucket, such as ${landing-zone.RawBucket}.") String bucket,
      @Doc("The object's key.") String key,
      @Doc("The object's content.") String content) {}

  /// What a database says.
  record Expect(
      @Doc("The component whose database is asked.") String component,
      @Doc("A query; the first column of its first row counts.") String query,
      @Doc("What that column has to hold.") String value,
      @Doc("How many seconds it may take to get there; 60 when left out.") Optional<Long> within) {}
}
