import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.diagnostic.TimestampWrapper;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SignatureScopeType;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What EU DSS (ETSI EN 319 102-1) says of the signature in each PDF.
 *
 * `Judge LIST TRUST`: LIST has a line `LEVEL PATH` for each file, LEVEL being B or T; TRUST is a folder of certificates
 * (`*.pem`) that are trusted, with the lists of what they revoked (`*.crl`). Prints `pass PATH` or `fail PATH`, and below it why. Nothing is asked of any network.
 */
public class Judge {
    public static void main(String[] arguments) throws Exception {
        var trusted = new CommonTrustedCertificateSource();
        for (File file : new File(arguments[1]).listFiles((folder, name) -> name.endsWith(".pem"))) {
            trusted.addCertificate(DSSUtils.loadCertificate(file));
        }
        File[] lists = new File(arguments[1]).listFiles((folder, name) -> name.endsWith(".crl"));
        var open = new InputStream[lists.length];
        for (int i = 0; i < lists.length; i++) {
            open[i] = new FileInputStream(lists[i]);
        }
        var revoked = new ExternalResourcesCRLSource(open);
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            String[] parts = line.split(" ", 2);
            List<String> faults;
            try {
                faults = faults(parts[0], new File(parts[1]), trusted, revoked);
            } catch (Exception error) {
                faults = List.of("not read: " + error);
            }
            System.out.println((faults.isEmpty() ? "pass " : "fail ") + parts[1]);
            faults.forEach(fault -> System.out.println("     " + fault));
        }
    }

    /** Everything that is not as it should be. */
    static List<String> faults(String level, File file, CommonTrustedCertificateSource trusted, ExternalResourcesCRLSource revoked) {
        var verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(trusted);
        verifier.setCrlSource(revoked);
        var validator = SignedDocumentValidator.fromDocument(new FileDocument(file));
        validator.setCertificateVerifier(verifier);
        Reports reports = validator.validateDocument();
        List<String> faults = new ArrayList<>();
        List<SignatureWrapper> signatures = reports.getDiagnosticData().getSignatures();
        if (signatures.size() != 1) {
            faults.add(signatures.size() + " signatures");
        }
        for (SignatureWrapper signature : signatures) {
            signature(signature, "PAdES-BASELINE-" + level, reports, faults);
        }
        return faults;
    }

    static void signature(SignatureWrapper signature, String level, Reports reports, List<String> faults) {
        String id = signature.getId();
        var simple = reports.getSimpleReport();
        // With its certificate trusted; INDETERMINATE with NO_CERTIFICATE_CHAIN_FOUND is a stranger's.
        Indication indication = simple.getIndication(id);
        if (indication != Indication.TOTAL_PASSED) {
            faults.add(indication + " " + simple.getSubIndication(id));
            simple.getAdESValidationErrors(id).forEach(message -> faults.add(message.getValue()));
        }
        expect(signature.getSignatureFormat().toString().equals(level), "it is " + signature.getSignatureFormat(), faults);
        expect(signature.isSignatureIntact(), "the signature is not intact", faults);
        expect(signature.isSignatureValid(), "the signature does not hold", faults);
        expect(signature.isBLevelTechnicallyValid(), "what was signed is not what is there", faults);
        if (!signature.isStructuralValidationValid()) {
            faults.add("CMS: " + signature.getStructuralValidationMessages());
        }
        var revision = signature.getPDFRevision();
        expect(revision.isSignatureByteRangeValid(), "the byte range is not valid", faults);
        expect(revision.isPdfSignatureDictionaryConsistent(), "the signature dictionary is not consistent", faults);
        // Annotations that overlap are told of, too; links over two lines do.
        boolean same = revision.getPdfPageDifferenceConcernedPages().isEmpty()
            && revision.getPdfVisualDifferenceConcernedPages().isEmpty();
        expect(same, "pages differ from those signed", faults);
        expect(!revision.arePdfObjectModificationsDetected(), "objects were changed after signing", faults);
        expect(revision.getDocMDPPermissions() != null, "it does not certify (DocMDP)", faults);
        // FULL is the whole file; PARTIAL is a revision that something follows.
        boolean full = signature.getSignatureScopes().stream().allMatch(s -> s.getScope() == SignatureScopeType.FULL);
        expect(full && !signature.getSignatureScopes().isEmpty(), "it does not cover the whole file", faults);
        expect(signature.getTimestampList().isEmpty() == level.endsWith("B"), "time stamps are there or missing", faults);
        for (TimestampWrapper stamp : signature.getTimestampList()) {
            expect(stamp.isMessageImprintDataIntact(), "the time stamp is not this signature's", faults);
            Indication proven = simple.getIndication(stamp.getId());
            if (proven != Indication.PASSED) {
                faults.add("time stamp: " + proven + " " + simple.getSubIndication(stamp.getId()));
                simple.getAdESValidationErrors(stamp.getId()).forEach(message -> faults.add(message.getValue()));
            }
        }
    }

    static void expect(boolean holds, String otherwise, List<String> faults) {
        if (!holds) {
            faults.add(otherwise);
        }
    }
}
