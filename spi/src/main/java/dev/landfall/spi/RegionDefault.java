package dev.landfall.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a setting whose keys a region may give: those that a component leaves out are taken from
/// the region's mapping of that name. The setting is an `Optional` record whose components are all
/// `Optional`.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface RegionDefault {
  /// The name of the region's mapping, such as `aws`.
  String value();
}
