package text

import (
	"crypto/x509"
	"errors"
	"slices"
	"strings"
	"time"
)

// certificate says what is wrong with a certificate that was not trusted. It reports
// false for any other error.
func certificate(err error) (words Spoken, known bool) {
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired && invalid.Cert != nil:
		from, to := invalid.Cert.NotBefore.UTC(), invalid.Cert.NotAfter.UTC()
		return Sayf("the certificate is valid from %s to %s only", "证书的有效期只是 %s 至 %s", from.Format(time.RFC3339), to.Format(time.RFC3339)), true
	case errors.As(err, &name) && name.Certificate != nil:
		names := slices.Clone(name.Certificate.DNSNames)
		for _, ip := range name.Certificate.IPAddresses {
			names = append(names, ip.String())
		}
		return Sayf("the certificate is for %q, and not for %q", "证书是给%q的，不是给%q的", Cut(strings.Join(names, ", "), Shown), Cut(name.Host, Shown)), true
	case errors.As(err, new(x509.UnknownAuthorityError)):
		return Say("no authority that this machine trusts has signed the certificate", "签发证书的机构不受本机信任"), true
	}
	return nil, false
}
