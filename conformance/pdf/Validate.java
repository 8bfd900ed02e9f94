import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Prints, for each file, `pass` or `fail` for PDF/A-3a and PDF/UA-1, and up to five broken rules. */
public class Validate {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            for (String name : new String[] {"3a", "ua1"}) {
                PDFAFlavour flavour = PDFAFlavour.fromString(name);
                try (var parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
                    var result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
                    System.out.println((result.isCompliant() ? "pass " : "fail ") + name + " " + file);
                    result.getTestAssertions().stream()
                        .filter(t -> t.getStatus() == TestAssertion.Status.FAILED)
                        .limit(5)
                        .forEach(t -> System.out.println("     " + t.getRuleId() + " " + t.getMessage()));
                }
            }
        }
    }
}
