package dev.landfall.cloudformation.template;

/// A place in a template's text. Lines and columns count from 1.
public record Place(int line, int column) {
  /// Where every text begins.
  public static final Place START = new Place(1, 1);

  /// As CloudFormation writes it.
  @Override
  public String toString() {
    return "(line " + line + ", column " + column + ")";
  }
}
