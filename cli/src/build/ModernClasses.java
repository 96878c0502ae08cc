import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;

/// Rewrites a jar so that the JVM can keep its classes in an AOT cache: classes of a format older than
/// Java 8 get the stack maps they lack, and signatures, which would no longer fit, are left out.
/// Run by train.sh as a source file: `java ModernClasses.java JAR`.
public final class ModernClasses {
  private ModernClasses() {}

  /// @param args the jar, which is replaced
  public static void main(String[] args) throws IOException {
    var jar = Path.of(args[0]);
    var target = jar.resolveSibling(jar.getFileName() + ".new");
    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        var in = new JarInputStream(Files.newInputStream(jar), false);
        var out = new JarOutputStream(Files.newOutputStream(target))) {
      var classFile =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader)
                      .orElse(ClassHierarchyResolver.ofClassLoading(loader))));
      for (var entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
        var name = entry.getName();
        if (name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)")) {
          continue;
        }
        var copy = new JarEntry(name);
        copy.setTime(0);
        out.putNextEntry(copy);
        var bytes = in.readAllBytes();
        out.write(name.endsWith(".class") ? modern(classFile, bytes) : bytes);
        out.closeEntry();
      }
    }
    Files.move(target, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] modern(ClassFile classFile, byte[] bytes) {
    var model = classFile.parse(bytes);
    if (model.majorVersion() >= ClassFile.JAVA_8_VERSION) {
      return bytes;
    }
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    return classFile.transformClass(
        model, version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
  }
}
