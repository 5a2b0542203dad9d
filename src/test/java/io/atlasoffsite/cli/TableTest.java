package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {

    private static String printed(Table table) {
        StringWriter out = new StringWriter();
        table.print(new PrintWriter(out));
        return out.toString();
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        Table table = new Table("NAME", ">SIZE");
        table.row("a", "1 B");
        table.row("longer-name", "10.0 MiB");
        assertThat(printed(table).lines())
                .containsExactly("NAME             SIZE", "a                 1 B", "longer-name  10.0 MiB");
    }

    @Test
    void anEmptyCellIsADash() {
        Table table = new Table("A", "B");
        table.row("", "x");
        assertThat(printed(table).lines()).containsExactly("A  B", "-  x");
    }

    @Test
    void f42_controlCharactersFromOutsideReachNoTerminal() {
        assertThat(Table.plain("a\u001b[31m\r\nb\u009bc\u202ed")).isEqualTo("a?[31m??b?c?d");
    }

    @Test
    void aRowOfAnotherLengthIsAMistake() {
        assertThatThrownBy(() -> new Table("A").row("1", "2")).isInstanceOf(IllegalArgumentException.class);
    }
}
