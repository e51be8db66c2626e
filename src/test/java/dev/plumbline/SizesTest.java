package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** No method is longer than a page, and no type than somebody reads in one go. */
class SizesTest {

  private static final long LONGEST_METHOD = 60;
  private static final long LONGEST_TYPE = 400;

  /** Read like tables: a rule for each tag, a step for each term. */
  private static final Set<String> TABLES =
      Set.of("dev.plumbline.dmarc.TagRules", "dev.plumbline.spf.TableCompiler");

  private final Map<String, Long> methods = new TreeMap<>();
  private final Map<String, Long> types = new TreeMap<>();

  @Test
  void methods_and_types_are_short_enough_to_be_read() throws IOException {
    measure();
    assertThat(methods).hasSizeGreaterThan(1_000);
    assertThat(methods.entrySet()).filteredOn(one -> one.getValue() > LONGEST_METHOD).isEmpty();
    types.keySet().removeAll(TABLES);
    assertThat(types.entrySet()).filteredOn(one -> one.getValue() > LONGEST_TYPE).isEmpty();
  }

  private void measure() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      List<Path> java = sources.filter(path -> path.toString().endsWith(".java")).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(java));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        unit.accept(new Lengths(unit, positions), null);
      }
    }
  }

  private final class Lengths extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private String type = "";

    Lengths(CompilationUnitTree unit, SourcePositions positions) {
      this.unit = unit;
      this.positions = positions;
    }

    @Override
    public Void visitClass(ClassTree tree, Void unused) {
      String around = type;
      type = around.isEmpty() ? name(tree) : around + "." + tree.getSimpleName();
      types.merge(type, lines(tree), Math::max);
      super.visitClass(tree, unused);
      type = around;
      return null;
    }

    @Override
    public Void visitMethod(MethodTree tree, Void unused) {
      methods.merge(type + "#" + tree.getName(), lines(tree), Math::max);
      return super.visitMethod(tree, unused);
    }

    private String name(ClassTree tree) {
      return unit.getPackageName() + "." + tree.getSimpleName();
    }

    private long lines(Tree tree) {
      LineMap map = unit.getLineMap();
      long first = map.getLineNumber(positions.getStartPosition(unit, tree));
      return map.getLineNumber(positions.getEndPosition(unit, tree)) - first + 1;
    }
  }
}
